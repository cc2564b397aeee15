package main

import (
	"sort"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// plan is what Terraform proposes, with what the provider makes of it: in an update, computed values that nobody gave are unknown unless they are kept.
// The second result is what replaces the resource.
//
// https://developer.hashicorp.com/terraform/plugin/framework/resources/plan-modification
func plan(all attributes, rows map[string]row, prior, config, proposed tftypes.Value) (tftypes.Value, []*tftypes.AttributePath, error) {
	if proposed.IsNull() || !prior.IsNull() && proposed.Equal(prior) {
		return proposed, nil, nil
	}
	var replaced []*tftypes.AttributePath
	planned, err := tftypes.Transform(proposed, func(path *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		names := attributeNames(path)
		if len(names) == 0 {
			return v, nil
		}
		found, ok := all.at(names)
		if _, isName := path.LastStep().(tftypes.AttributeName); !ok || !isName {
			return v, nil
		}
		behaviour := rows[strings.Join(names, ".")]
		before := at(prior, path, v.Type())
		if found.Computed && at(config, path, v.Type()).IsNull() {
			v = tftypes.NewValue(v.Type(), tftypes.UnknownValue)
			if behaviour.Keep && !prior.IsNull() {
				v = before
			}
		}
		if behaviour.Replace && !prior.IsNull() && !v.Equal(before) {
			replaced = append(replaced, path)
		}
		return v, nil
	})
	sort.Slice(replaced, func(i, j int) bool { return replaced[i].String() < replaced[j].String() })
	return planned, replaced, err
}

// readBack is what the provider reads of an object: of what libvirt says, that which was asked for. What was asked for and libvirt does not say at all
// stays where it is an object, and is nothing where it is a value.
func readBack(asked, there tftypes.Value) tftypes.Value {
	switch {
	case asked.IsNull():
		return asked
	case !asked.IsKnown():
		return there
	case asked.Type().Is(tftypes.Object{}):
		if there.IsNull() {
			return asked
		}
		theirs := as[map[string]tftypes.Value](there)
		members := map[string]tftypes.Value{}
		for name, member := range as[map[string]tftypes.Value](asked) {
			members[name] = readBack(member, theirs[name])
		}
		return tftypes.NewValue(asked.Type(), members)
	case asked.Type().Is(tftypes.List{}) && !there.IsNull():
		ours := as[[]tftypes.Value](asked)
		elements := as[[]tftypes.Value](there)
		for i := range elements {
			if i < len(ours) {
				elements[i] = readBack(ours[i], elements[i])
			}
		}
		return tftypes.NewValue(asked.Type(), elements)
	}
	return there
}

// attributeNames is a path without the steps into lists.
func attributeNames(path *tftypes.AttributePath) []string {
	var names []string
	for _, step := range path.Steps() {
		if name, ok := step.(tftypes.AttributeName); ok {
			names = append(names, string(name))
		}
	}
	return names
}
