package main

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// validate finds what the real provider refuses before a plan, in its words, as far as the table has it. What is unknown yet is no error.
func validate(t table, kind string, config tftypes.Value) []*tfprotov5.Diagnostic {
	var found []*tfprotov5.Diagnostic
	for _, attribute := range t.attributes(kind) {
		r := t[kind][attribute]
		complain := func(summary, detail string, args ...any) {
			path := tftypes.NewAttributePath().WithAttributeName(attribute)
			found = append(found, problem(summary, fmt.Sprintf(detail, args...), path))
		}
		value, ok := child(config, attribute)
		if !ok {
			continue
		}
		given := value.IsKnown() && !isEmpty(value)
		if given {
			if others, _ := count(config, r.Conflicts); len(others) > 0 {
				complain("Conflicting configuration arguments", "%q: conflicts with %s", attribute, others[0])
			}
			validateText(r, attribute, value, complain)
		}
		if r.ExactlyOneOf != nil {
			all, unknown := count(config, r.ExactlyOneOf)
			names := strings.Join(r.ExactlyOneOf, ",")
			if len(all) > 1 {
				complain("Invalid combination of arguments", "%q: only one of `%s` can be specified, but `%s` were specified.", attribute, names,
					strings.Join(all, ","))
			} else if len(all)+unknown == 0 {
				complain("Invalid combination of arguments", "%q: one of `%s` must be specified", attribute, names)
			}
		}
		if all, unknown := count(config, r.AtLeastOneOf); r.AtLeastOneOf != nil && len(all)+unknown == 0 {
			complain("Missing required argument", "%q: one of `%s` must be specified", attribute, strings.Join(r.AtLeastOneOf, ","))
		}
	}
	return found
}

func validateText(r row, attribute string, value tftypes.Value, complain func(summary, detail string, args ...any)) {
	if r.MaxLength > 0 {
		if text := as[string](value); len(text) > r.MaxLength {
			complain(fmt.Sprintf("expected length of %s to be in the range (0 - %d), got %s", attribute, r.MaxLength, text), "")
		}
	}
	if r.Base64 {
		if _, err := base64.StdEncoding.DecodeString(as[string](value)); err != nil {
			complain(fmt.Sprintf("%s: must be base64-encoded", attribute), "")
		}
	}
}

// count gives those of the names that are given, and how many are not known yet.
func count(config tftypes.Value, names []string) (given []string, unknown int) {
	for _, name := range names {
		value, ok := child(config, name)
		if ok && !value.IsKnown() {
			unknown++
		} else if ok && !isEmpty(value) {
			given = append(given, name)
		}
	}
	return given, unknown
}

func problem(summary, detail string, path *tftypes.AttributePath) *tfprotov5.Diagnostic {
	return &tfprotov5.Diagnostic{Severity: tfprotov5.DiagnosticSeverityError, Summary: summary, Detail: detail, Attribute: path}
}
