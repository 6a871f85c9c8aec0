//! The OpenAPI document: what every route of ours has in common is put in here, once.

use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, Info, License, OpenApi, PathItem, Ref, RefOr, Required, ResponseBuilder, Server,
};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::{FieldError, Problem};

/// `document` with our name on it, the ways to sign in, the schema of problems, path parameters that handlers did not
/// declare, and on each operation the problem it may answer with.
pub fn complete(mut document: OpenApi, version: &str) -> OpenApi {
    let mut info = Info::new("entente", version);
    info.description = Some("What the program answers. docs/api.md says what all routes have in common.".to_owned());
    let mut license = License::new("Apache-2.0");
    license.identifier = Some("Apache-2.0".to_owned());
    info.license = Some(license);
    document.info = info;
    document.servers = Some(vec![Server::new("/")]);
    let components = document.components.get_or_insert_with(Components::new);
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    components.schemas.insert(FieldError::name().into_owned(), FieldError::schema());
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("entente_session")));
    components.add_security_scheme("session", cookie);
    let key = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("api_key", SecurityScheme::Http(key));
    for (path, item) in &mut document.paths.paths {
        let names = path_parameters(path);
        for operation in operations(item) {
            add_path_parameters(operation, &names);
            add_problem(operation);
        }
    }
    document
}

/// The operations of one path.
pub fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch, &mut item.head]
        .into_iter()
        .filter_map(Option::as_mut)
}

/// `case_id` of `/cases/{case_id}/notes`.
fn path_parameters(path: &str) -> Vec<String> {
    path.split('/')
        .filter_map(|it| it.strip_prefix('{')?.strip_suffix('}'))
        .map(|it| it.trim_start_matches('*').to_owned())
        .collect()
}

fn add_path_parameters(operation: &mut Operation, names: &[String]) {
    let declared = operation.parameters.get_or_insert_default();
    for name in names {
        let is_there = declared.iter().any(|it| match it {
            RefOr::T(it) => it.name == *name && it.parameter_in == ParameterIn::Path,
            RefOr::Ref(_) => false,
        });
        if !is_there {
            declared.push(RefOr::T(path_parameter(name)));
        }
    }
    if declared.is_empty() {
        operation.parameters = None;
    }
}

fn path_parameter(name: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Path)
        .required(Required::True)
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn add_problem(operation: &mut Operation) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let problem =
        ResponseBuilder::new().description("A problem (RFC 9457)").content("application/problem+json", content).build();
    operation.responses.responses.entry("default".to_owned()).or_insert(RefOr::T(problem));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_handlers_leave_out_is_put_in() {
        let mut item = PathItem::default();
        item.get = Some(Operation::default());
        let mut document = OpenApi::default();
        document.paths.paths.insert("/api/v1/cases/{id}/notes/{note_id}".to_owned(), item);
        let document = serde_json::to_value(complete(document, "0.1.0")).unwrap();
        let get = &document["paths"]["/api/v1/cases/{id}/notes/{note_id}"]["get"];
        assert_eq!(get["parameters"][1]["name"], "note_id");
        assert_eq!(
            get["responses"]["default"]["content"]["application/problem+json"]["schema"]["$ref"],
            "#/components/schemas/Problem"
        );
        assert_eq!(
            document["components"]["schemas"]["Problem"]["properties"]["errors"]["items"]["$ref"],
            "#/components/schemas/FieldError"
        );
    }
}
