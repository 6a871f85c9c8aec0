import { createTheme, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core';

// The kit asks for ten shades; ours has one. No component of ours computes a shade.
const us = Array.from({ length: 10 }, () => 'var(--us)') as unknown as MantineColorsTuple;

const variants: VariantColorsResolver = ({ color, variant }) => {
  const tone = color === 'bad' || color === 'customer' ? color : 'us';
  if (variant === 'filled') {
    return {
      background: `var(--${tone})`,
      hover: tone === 'bad' ? 'var(--bad-ink)' : `var(--${tone}-hover)`,
      color: `var(--on-${tone})`,
      border: '1px solid transparent',
    };
  }
  if (variant === 'subtle') {
    return { background: 'transparent', hover: 'var(--sunken)', color: `var(--${tone}-ink)`, border: '1px solid transparent' };
  }
  return { background: 'var(--surface)', hover: 'var(--sunken)', color: 'var(--ink)', border: '1px solid var(--line-strong)' };
};

export const theme = createTheme({
  primaryColor: 'us',
  colors: { us },
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'var(--font-code)',
  headings: { fontFamily: 'var(--font-ui)' },
  defaultRadius: '6px',
  cursorType: 'pointer',
  focusRing: 'never',
  respectReducedMotion: true,
  variantColorResolver: variants,
  components: {
    Button: { defaultProps: { variant: 'default' } },
    // Fields of one row stand on one line, whichever of them is explained.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    ActionIcon: { defaultProps: { variant: 'subtle' } },
    Modal: { defaultProps: { transitionProps: { duration: 160, transition: 'fade' }, overlayProps: {} } },
    Popover: { defaultProps: { transitionProps: { duration: 160 }, shadow: 'none' } },
    Menu: { defaultProps: { transitionProps: { duration: 120 }, shadow: 'none' } },
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 120 }, events: { hover: true, focus: true, touch: false } } },
  },
});

/** Feeds the kit's own variables from our tokens, so that both schemes come from one file. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-muted)',
    '--mantine-color-placeholder': 'var(--ink-faint)',
    '--mantine-color-anchor': 'var(--us-ink)',
    '--mantine-color-error': 'var(--bad-ink)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--sunken)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-disabled': 'var(--sunken)',
    '--mantine-color-disabled-color': 'var(--ink-muted)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-filled': 'var(--us)',
    '--mantine-primary-color-filled-hover': 'var(--us-hover)',
    '--mantine-primary-color-light': 'var(--us-subtle)',
    '--mantine-primary-color-light-hover': 'var(--us-subtle)',
    '--mantine-primary-color-light-color': 'var(--us-ink)',
    '--mantine-primary-color-contrast': 'var(--on-us)',
  },
  light: {},
  dark: {},
});
