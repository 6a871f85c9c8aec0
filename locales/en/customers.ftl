# Customers: what an import did not take in, and why.

import-file-empty = The file is empty.
import-file-html = This file is a web page, not a table of text.
import-file-binary = This file is not text: export the list as CSV, then choose that file. If it is of fixed width with packed numbers, give its layout too.
import-file-archive = This file is a workbook or an archive: save it as CSV first.
import-file-json-list = This file is one JSON list: write it with one object a line (jq -c .[]), then choose that file.
import-file-damaged = This file is cut off or damaged: transfer it again, in binary mode.
import-file-source = The source of this file is no longer there.

import-file-column-line = line
import-file-column-column = column
import-file-column-value = value
import-file-column-reason = reason
import-file-column-effect = effect

import-refusal-unclosed-quote = { $number ->
    [1] Line { $line }: a quote is opened and not closed where a cell ends.
   *[other] Line { $line }: a quote is opened and never closed up to the end of the file ({ $number } lines).
  }
import-refusal-cells-few = Line { $line }: columns are missing, only { $number } are there.
import-refusal-cells-many = Line { $line }: there are too many columns, { $number } of them.
import-refusal-nobody = Line { $line }: neither e-mail address nor phone, there is no telling who it is.
import-refusal-number-missing = Line { $line }: the person’s number in the source is missing.
import-refusal-superseded = Line { $line }: “{ $value }” is given again on line { $number }, which prevails.
import-refusal-email = Line { $line }, { $column }: “{ $value }” is not an e-mail address.
import-refusal-phone = Line { $line }, { $column }: “{ $value }” is not a phone number.
import-refusal-phone-rounded = Line { $line }, { $column }: “{ $value }” was rounded by a spreadsheet, the number is lost.
import-refusal-iban = Line { $line }, { $column }: “{ $value }” is not an IBAN, its check digits are wrong.
import-refusal-language = Line { $line }, { $column }: “{ $value }” is not a language.
import-refusal-day = Line { $line }, { $column }: “{ $value }” is not a date.
import-refusal-day-absent = Line { $line }, { $column }: “{ $value }” does not exist.
import-refusal-letters = Line { $line }, { $column }: “{ $value }” has letters that cannot be read in this encoding.
import-refusal-nul = Line { $line }, { $column }: “{ $value }” holds a zero byte, the file is damaged.
import-refusal-line-long = Line { $line }: it is too long ({ $number } bytes), line ends are probably missing.
import-refusal-json = Line { $line }: it is not a JSON object, reading stops at character { $number }.
import-refusal-column-new = Line { $line }, { $column }: “{ $value }” and what follows of this name are not taken in; it is not in the first thousand lines.
import-refusal-record-short = Line { $line }: the record ends after { $number } places. If the transfer cuts off blanks at the end, add “trimmed” to the layout.
import-refusal-record-long = Line { $line }: the record has { $number } places, more than its layout. Describe the rest as “filler” if it is meant.
import-refusal-packed = Line { $line }, { $column }: the bytes { $value } are not a packed number (COMP-3).
import-refusal-zoned = Line { $line }, { $column }: “{ $value }” is not a zoned number.
import-refusal-date-form = Line { $line }, { $column }: “{ $value }” is not a date of the form the layout says.
