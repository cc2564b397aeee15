package main

import (
	"encoding/json"
	"fmt"
	"math/big"
	"sort"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// unknownText stands for an unknown value where values are compared: no JSON text is equal to it.
const unknownText = "(unknown)"

// canonical is a value as JSON text, sets in an order of their own, so that equal values have equal texts.
func canonical(v tftypes.Value) string {
	if !v.IsKnown() {
		return unknownText
	}
	if v.IsNull() {
		return "null"
	}
	switch {
	case v.Type().Is(tftypes.String):
		return quoted(as[string](v))
	case v.Type().Is(tftypes.Bool):
		return fmt.Sprint(as[bool](v))
	case v.Type().Is(tftypes.Number):
		var number *big.Float
		must(v.As(&number))
		return number.Text('f', -1)
	case v.Type().Is(tftypes.Object{}), v.Type().Is(tftypes.Map{}):
		members := as[map[string]tftypes.Value](v)
		texts := make([]string, 0, len(members))
		for name, member := range members {
			texts = append(texts, quoted(name)+":"+canonical(member))
		}
		sort.Strings(texts)
		return "{" + strings.Join(texts, ",") + "}"
	default:
		texts := []string{}
		for _, element := range as[[]tftypes.Value](v) {
			texts = append(texts, canonical(element))
		}
		if v.Type().Is(tftypes.Set{}) {
			sort.Strings(texts)
		}
		return "[" + strings.Join(texts, ",") + "]"
	}
}

// toJSON is a value for the server, to which what is unknown is what is still to be set.
func toJSON(v tftypes.Value) (json.RawMessage, error) {
	known, err := tftypes.Transform(v, func(_ *tftypes.AttributePath, inner tftypes.Value) (tftypes.Value, error) {
		if inner.IsKnown() {
			return inner, nil
		}
		return tftypes.NewValue(inner.Type(), nil), nil
	})
	if err != nil {
		return nil, err
	}
	return json.RawMessage(canonical(known)), nil
}

// agrees says whether a value could be another one, once what is unknown in it is known.
func agrees(v, other tftypes.Value) bool {
	if !v.IsKnown() {
		return true
	}
	if v.IsNull() || other.IsNull() || !v.Type().Is(tftypes.Object{}) {
		return canonical(v) == canonical(other)
	}
	for name, member := range as[map[string]tftypes.Value](v) {
		if theirs, ok := child(other, name); !ok || !agrees(member, theirs) {
			return false
		}
	}
	return true
}

// child is a member of an object; nothing for an object that is null or unknown, or for a name it does not have.
func child(v tftypes.Value, name string) (tftypes.Value, bool) {
	if v.IsNull() || !v.IsKnown() {
		return tftypes.Value{}, false
	}
	found, ok := as[map[string]tftypes.Value](v)[name]
	return found, ok
}

// isTrue says whether an attribute of an object is known and true.
func isTrue(v tftypes.Value, name string) bool {
	found, ok := child(v, name)
	return ok && found.IsKnown() && !found.IsNull() && as[bool](found)
}

// isEmpty says whether there is nothing: null, or a collection without elements. Blocks that are not there are such collections.
func isEmpty(v tftypes.Value) bool {
	if !v.IsKnown() {
		return false
	}
	if v.IsNull() {
		return true
	}
	return isList(v) && len(as[[]tftypes.Value](v)) == 0
}

func isList(v tftypes.Value) bool {
	return v.Type().Is(tftypes.List{}) || v.Type().Is(tftypes.Set{})
}

func as[T any](v tftypes.Value) T {
	var result T
	must(v.As(&result))
	return result
}

func quoted(text string) string {
	encoded, err := json.Marshal(text)
	must(err)
	return string(encoded)
}

// must is for what can only go wrong where this program is wrong.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
