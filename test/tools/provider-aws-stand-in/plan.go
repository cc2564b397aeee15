package main

import (
	"sort"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// planner makes the plan of one resource: what Terraform proposes, with the defaults, the values to be known at apply and the replacements
// that the table asks for.
type planner struct {
	kind     string
	block    block
	rows     map[string]row
	provider configuration
	prior    tftypes.Value
}

func (p planner) plan(config, proposed tftypes.Value) (tftypes.Value, []*tftypes.AttributePath, error) {
	planned, err := tftypes.Transform(proposed, p.fill)
	if err != nil {
		return planned, nil, err
	}
	members := as[map[string]tftypes.Value](planned)
	for attribute, found := range p.rows {
		// Asked of the configuration: what Terraform proposes may be what the provider's block said once.
		if configured, ok := child(config, attribute); ok && configured.IsNull() && found.FromProvider != "" {
			members[attribute] = p.provider.value(found.FromProvider, members)
		}
	}
	planned = tftypes.NewValue(planned.Type(), members)
	if p.prior.IsNull() {
		return planned, nil, nil
	}
	planned = p.renew(planned)
	return planned, p.replacements(planned), nil
}

// fill gives a value that nobody has given yet what the table has for it.
func (p planner) fill(path *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
	names := attributeNames(path)
	if len(names) == 0 {
		return v, nil
	}
	found := p.rows[strings.Join(names, ".")]
	if found.Keep && isEmpty(v) {
		if prior, _, err := tftypes.WalkAttributePath(p.prior, path); err == nil && !p.prior.IsNull() {
			return prior.(tftypes.Value), nil
		}
		return tftypes.NewValue(v.Type(), tftypes.UnknownValue), nil
	}
	if nested, ok := p.block.nestedAt(names); ok && nested.Nesting == "set" && isAttribute(path) {
		return p.recognise(path, v), nil
	}
	schema, ok := p.block.attributeAt(names)
	// An element of a collection has the names of the collection.
	if !ok || !v.IsNull() || !isAttribute(path) {
		return v, nil
	}
	if found.Default != nil {
		return tftypes.ValueFromJSON(found.Default, v.Type()) //nolint:staticcheck
	}
	if schema.Computed {
		return tftypes.NewValue(v.Type(), tftypes.UnknownValue), nil
	}
	return v, nil
}

// recognise gives the blocks of a set what the service gave them once. They have no place by which Terraform could tell which one is which, and
// it takes one with a default for another one.
func (p planner) recognise(path *tftypes.AttributePath, v tftypes.Value) tftypes.Value {
	found, _, err := tftypes.WalkAttributePath(p.prior, path)
	prior, ok := found.(tftypes.Value)
	if err != nil || !ok || isEmpty(prior) || isEmpty(v) || !v.IsKnown() {
		return v
	}
	elements := as[[]tftypes.Value](v)
	for i, element := range elements {
		for _, old := range as[[]tftypes.Value](prior) {
			if agrees(element, old) {
				elements[i] = old
				break
			}
		}
	}
	return tftypes.NewValue(v.Type(), elements)
}

// renew makes unknown what an update will change. All rows are asked about the same changes: those that were there before any was renewed.
func (p planner) renew(planned tftypes.Value) tftypes.Value {
	changed := p.changed(planned)
	members := as[map[string]tftypes.Value](planned)
	for attribute, found := range p.rows {
		if found.Renewed == nil || !found.Renewed.meets(changed) {
			continue
		}
		if when := found.Renewed.When; when != "" && !isTrue(planned, when) {
			continue
		}
		members[attribute] = tftypes.NewValue(members[attribute].Type(), tftypes.UnknownValue)
	}
	return tftypes.NewValue(planned.Type(), members)
}

func (r renewed) meets(changed []string) bool {
	for _, name := range changed {
		if r.With != nil && contains(r.With, name) || r.With == nil && !contains(r.Except, name) {
			return true
		}
	}
	return false
}

// changed names the members that the plan changes.
func (p planner) changed(planned tftypes.Value) []string {
	prior := as[map[string]tftypes.Value](p.prior)
	var names []string
	for name, member := range as[map[string]tftypes.Value](planned) {
		if canonical(member) != canonical(prior[name]) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

func (p planner) replacements(planned tftypes.Value) []*tftypes.AttributePath {
	var paths []*tftypes.AttributePath
	for attribute, found := range p.rows {
		if !p.replaces(attribute, found.Replace, planned) {
			continue
		}
		paths = append(paths, differences(p.prior, planned, strings.Split(attribute, "."), tftypes.NewAttributePath())...)
	}
	sort.Slice(paths, func(i, j int) bool { return paths[i].String() < paths[j].String() })
	return paths
}

// replaces says whether a change of an attribute would replace the resource.
func (p planner) replaces(attribute string, r replace, planned tftypes.Value) bool {
	if r.Presence {
		old, _ := child(p.prior, attribute)
		new, _ := child(planned, attribute)
		return old.IsNull() != new.IsNull()
	}
	return r.Always || r.When != "" && isTrue(planned, r.When)
}

// differences are the places of one name, through lists and sets, at which two objects differ. Elements of sets have no place of their own,
// and those of lists of different lengths are not the same elements: there it is the collection that differs.
func differences(prior, planned tftypes.Value, names []string, at *tftypes.AttributePath) []*tftypes.AttributePath {
	old, _ := child(prior, names[0])
	new, ok := child(planned, names[0])
	if !ok {
		return nil
	}
	here := at.WithAttributeName(names[0])
	if len(names) == 1 {
		if canonical(old) == canonical(new) {
			return nil
		}
		return []*tftypes.AttributePath{here}
	}
	if !isList(new) {
		return differences(old, new, names[1:], here)
	}
	if !new.IsKnown() {
		return []*tftypes.AttributePath{here}
	}
	olds, news := as[[]tftypes.Value](old), as[[]tftypes.Value](new)
	if new.Type().Is(tftypes.Set{}) || len(olds) != len(news) {
		if strings.Join(projection(olds, names[1:]), "\n") == strings.Join(projection(news, names[1:]), "\n") {
			return nil
		}
		return []*tftypes.AttributePath{here}
	}
	var paths []*tftypes.AttributePath
	for i := range news {
		paths = append(paths, differences(olds[i], news[i], names[1:], here.WithElementKeyInt(i))...)
	}
	return paths
}

// projection is what the elements have under a name, in no order.
func projection(elements []tftypes.Value, names []string) []string {
	var texts []string
	for _, element := range elements {
		inner, ok := child(element, names[0])
		if !ok {
			continue
		}
		if len(names) == 1 {
			texts = append(texts, canonical(inner))
		} else if isList(inner) && inner.IsKnown() && !inner.IsNull() {
			texts = append(texts, projection(as[[]tftypes.Value](inner), names[1:])...)
		}
	}
	sort.Strings(texts)
	return texts
}

// attributeNames is a path without the steps into collections.
func attributeNames(path *tftypes.AttributePath) []string {
	var names []string
	for _, step := range path.Steps() {
		if name, ok := step.(tftypes.AttributeName); ok {
			names = append(names, string(name))
		}
	}
	return names
}

func isAttribute(path *tftypes.AttributePath) bool {
	_, ok := path.LastStep().(tftypes.AttributeName)
	return ok
}

func contains(list []string, name string) bool {
	for _, member := range list {
		if member == name {
			return true
		}
	}
	return false
}
