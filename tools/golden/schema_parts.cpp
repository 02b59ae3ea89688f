// SPDX-License-Identifier: Apache-2.0
#include "tools/golden/schema_parts.hpp"

namespace kloracle {

schema_json string_like(const std::string& expression, const std::string& description) {
  return {{"description", description},
          {"type", "string"},
          {"pattern", "^(?:" + expression + ")$(?!\\n)"}};
}

schema_json defined(const std::string& name) {
  return {{"$ref", "#/$defs/" + name}};
}

schema_json some_text(const std::string& description) {
  return {{"description", description}, {"type", "string"}, {"minLength", 1}};
}

schema_json described(schema_json schema, const std::string& description) {
  schema["description"] = description;
  return schema;
}

schema_json properties_of(const std::string& member, schema_json schema) {
  return {{"properties", {{member, std::move(schema)}}}};
}

schema_json strict_object(schema_json properties, schema_json required) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

schema_json where(const std::string& member, schema_json value, schema_json then) {
  const schema_json condition{{"properties", {{member, {{"const", std::move(value)}}}}},
                              {"required", {member}}};
  return {{"if", condition}, {"then", std::move(then)}};
}

}  // namespace kloracle
