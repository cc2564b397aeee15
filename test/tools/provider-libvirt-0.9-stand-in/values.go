package main

import (
	"encoding/json"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// at is the value at a path; null where there is none.
func at(v tftypes.Value, path *tftypes.AttributePath, kind tftypes.Type) tftypes.Value {
	found, _, err := tftypes.WalkAttributePath(v, path)
	if value, ok := found.(tftypes.Value); ok && err == nil {
		return value
	}
	return tftypes.NewValue(kind, nil)
}

// child is a member of an object, by names that lead to it; null where there is none.
func child(v tftypes.Value, names ...string) tftypes.Value {
	for _, name := range names {
		if v.IsNull() || !v.IsKnown() {
			return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
		}
		v = as[map[string]tftypes.Value](v)[name]
	}
	return v
}

// elements are those of a list; none where it is null or unknown.
func elements(v tftypes.Value) []tftypes.Value {
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	return as[[]tftypes.Value](v)
}

// text is that of a string; empty where it is null or unknown.
func text(v tftypes.Value) string {
	if v.IsNull() || !v.IsKnown() {
		return ""
	}
	return as[string](v)
}

// isTrue says whether a value is known and true.
func isTrue(v tftypes.Value) bool {
	return v.IsKnown() && !v.IsNull() && as[bool](v)
}

func number(n int64) tftypes.Value {
	return tftypes.NewValue(tftypes.Number, n)
}

func words(s string) tftypes.Value {
	return tftypes.NewValue(tftypes.String, s)
}

// with is an object with other members. A member that is unknown is null unless it is among them.
func with(object tftypes.Value, others map[string]tftypes.Value) tftypes.Value {
	members := as[map[string]tftypes.Value](object)
	for name, member := range members {
		if other, ok := others[name]; ok {
			members[name] = other
		} else if !member.IsKnown() {
			members[name] = tftypes.NewValue(member.Type(), nil)
		}
	}
	return tftypes.NewValue(object.Type(), members)
}

// plain is a value as encoding/json writes it.
func plain(v tftypes.Value) any {
	if v.IsNull() || !v.IsKnown() {
		return nil
	}
	switch {
	case v.Type().Is(tftypes.String):
		return as[string](v)
	case v.Type().Is(tftypes.Bool):
		return as[bool](v)
	case v.Type().Is(tftypes.Number):
		var n *big.Float
		must(v.As(&n))
		return json.Number(n.Text('f', -1))
	case v.Type().Is(tftypes.Object{}), v.Type().Is(tftypes.Map{}):
		members := map[string]any{}
		for name, member := range as[map[string]tftypes.Value](v) {
			members[name] = plain(member)
		}
		return members
	default:
		all := []any{}
		for _, element := range as[[]tftypes.Value](v) {
			all = append(all, plain(element))
		}
		return all
	}
}

func as[T any](v tftypes.Value) T {
	var result T
	must(v.As(&result))
	return result
}

// must is for what can only go wrong where this program is wrong.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
