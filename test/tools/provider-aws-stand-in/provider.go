package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// provider answers Terraform. What it does not answer (functions, ephemeral resources, identities) the schema does not offer.
type provider struct {
	tfprotov5.ProviderServer
	schemas    schemas
	table      table
	protocol   *tfprotov5.GetProviderSchemaResponse
	configured configuration
	server     *server
}

func newProvider() (*provider, error) {
	all, err := readSchemas()
	if err != nil {
		return nil, err
	}
	rows, err := readTable(all)
	if err != nil {
		return nil, err
	}
	protocol := &tfprotov5.GetProviderSchemaResponse{
		ResourceSchemas:   map[string]*tfprotov5.Schema{},
		DataSourceSchemas: map[string]*tfprotov5.Schema{},
	}
	if protocol.Provider, err = all.Provider.protocol(providerDescription); err != nil {
		return nil, err
	}
	for name, s := range all.Resources {
		if protocol.ResourceSchemas[name], err = s.protocol(""); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for name, s := range all.DataSources {
		if protocol.DataSourceSchemas[name], err = s.protocol(""); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return &provider{schemas: all, table: rows, protocol: protocol}, nil
}

func (p *provider) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	result := &tfprotov5.GetMetadataResponse{}
	for name := range p.schemas.Resources {
		result.Resources = append(result.Resources, tfprotov5.ResourceMetadata{TypeName: name})
	}
	for name := range p.schemas.DataSources {
		result.DataSources = append(result.DataSources, tfprotov5.DataSourceMetadata{TypeName: name})
	}
	return result, nil
}

func (p *provider) GetProviderSchema(
	context.Context, *tfprotov5.GetProviderSchemaRequest,
) (*tfprotov5.GetProviderSchemaResponse, error) {
	return p.protocol, nil
}

func (p *provider) GetResourceIdentitySchemas(
	context.Context, *tfprotov5.GetResourceIdentitySchemasRequest,
) (*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov5.GetResourceIdentitySchemasResponse{}, nil
}

func (p *provider) GetFunctions(context.Context, *tfprotov5.GetFunctionsRequest) (*tfprotov5.GetFunctionsResponse, error) {
	return &tfprotov5.GetFunctionsResponse{}, nil
}

func (p *provider) PrepareProviderConfig(
	_ context.Context, request *tfprotov5.PrepareProviderConfigRequest,
) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (p *provider) ConfigureProvider(
	_ context.Context, request *tfprotov5.ConfigureProviderRequest,
) (*tfprotov5.ConfigureProviderResponse, error) {
	config, err := request.Config.Unmarshal(p.protocol.Provider.ValueType())
	if err != nil {
		return nil, err
	}
	p.configured = newConfiguration(config)
	region := p.configured.region
	if region.IsNull() {
		return &tfprotov5.ConfigureProviderResponse{Diagnostics: failure("configuring the provider", errors.New("invalid AWS Region: "))}, nil
	}
	name := ""
	if region.IsKnown() {
		name = as[string](region)
	}
	p.server, err = newServer(os.Getenv(endpointVariable), name)
	if err != nil {
		err = fmt.Errorf("this is not the real provider but a stand-in for it in tests: %w", err)
		return &tfprotov5.ConfigureProviderResponse{Diagnostics: failure("configuring the provider", err)}, nil
	}
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (p *provider) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (p *provider) ValidateResourceTypeConfig(
	_ context.Context, request *tfprotov5.ValidateResourceTypeConfigRequest,
) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	config, err := request.Config.Unmarshal(p.resourceType(request.TypeName))
	if err != nil {
		return nil, err
	}
	return &tfprotov5.ValidateResourceTypeConfigResponse{Diagnostics: validate(p.table, request.TypeName, config)}, nil
}

func (p *provider) UpgradeResourceState(
	_ context.Context, request *tfprotov5.UpgradeResourceStateRequest,
) (*tfprotov5.UpgradeResourceStateResponse, error) {
	kind := p.resourceType(request.TypeName)
	state, err := request.RawState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	upgraded, err := tfprotov5.NewDynamicValue(kind, state)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &upgraded}, err
}

func (p *provider) ReadResource(
	_ context.Context, request *tfprotov5.ReadResourceRequest,
) (*tfprotov5.ReadResourceResponse, error) {
	kind := p.resourceType(request.TypeName)
	current, err := request.CurrentState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	text, err := p.server.resource(http.MethodGet, request.TypeName, identifier(current), nil)
	if isGone(err) {
		state, err := tfprotov5.NewDynamicValue(kind, tftypes.NewValue(kind, nil))
		return &tfprotov5.ReadResourceResponse{NewState: &state}, err
	}
	if err != nil {
		return &tfprotov5.ReadResourceResponse{NewState: request.CurrentState, Diagnostics: failure("reading "+request.TypeName, err)}, nil
	}
	state, err := dynamic(kind, text)
	return &tfprotov5.ReadResourceResponse{NewState: state}, err
}

func (p *provider) PlanResourceChange(
	_ context.Context, request *tfprotov5.PlanResourceChangeRequest,
) (*tfprotov5.PlanResourceChangeResponse, error) {
	kind := p.resourceType(request.TypeName)
	proposed, err := request.ProposedNewState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	if proposed.IsNull() {
		return &tfprotov5.PlanResourceChangeResponse{PlannedState: request.ProposedNewState}, nil
	}
	prior, err := request.PriorState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	config, err := request.Config.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	block := p.schemas.Resources[request.TypeName].Block
	plans := planner{block: block, rows: p.table[request.TypeName], provider: p.configured, prior: prior}
	planned, replaced, err := plans.plan(config, proposed)
	if err != nil {
		return nil, err
	}
	state, err := tfprotov5.NewDynamicValue(kind, planned)
	// The real provider asks for the same: with it a default may stand where the configuration has nothing.
	response := &tfprotov5.PlanResourceChangeResponse{PlannedState: &state, RequiresReplace: replaced, UnsafeToUseLegacyTypeSystem: true}
	return response, err
}

func (p *provider) ApplyResourceChange(
	_ context.Context, request *tfprotov5.ApplyResourceChangeRequest,
) (*tfprotov5.ApplyResourceChangeResponse, error) {
	kind := p.resourceType(request.TypeName)
	prior, err := request.PriorState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	planned, err := request.PlannedState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	method, doing, id := http.MethodPut, "updating ", ""
	switch {
	case prior.IsNull():
		method, doing = http.MethodPost, "creating "
	case planned.IsNull():
		method, doing = http.MethodDelete, "deleting "
	}
	if method != http.MethodPost {
		id = identifier(prior)
		doing += request.TypeName + " (" + id + ")"
	} else {
		doing += request.TypeName
	}
	attributes, err := toJSON(planned)
	if err != nil {
		return nil, err
	}
	text, err := p.server.resource(method, request.TypeName, id, attributes)
	if method == http.MethodDelete && (err == nil || isGone(err)) {
		return &tfprotov5.ApplyResourceChangeResponse{NewState: request.PlannedState}, nil
	}
	if err != nil {
		return &tfprotov5.ApplyResourceChangeResponse{NewState: request.PriorState, Diagnostics: failure(doing, err)}, nil
	}
	state, err := dynamic(kind, text)
	return &tfprotov5.ApplyResourceChangeResponse{NewState: state, UnsafeToUseLegacyTypeSystem: true}, err
}

func (p *provider) ImportResourceState(
	_ context.Context, request *tfprotov5.ImportResourceStateRequest,
) (*tfprotov5.ImportResourceStateResponse, error) {
	text, err := p.server.resource(http.MethodGet, request.TypeName, request.ID, nil)
	if err != nil {
		return &tfprotov5.ImportResourceStateResponse{Diagnostics: failure("importing "+request.TypeName, err)}, nil
	}
	state, err := dynamic(p.resourceType(request.TypeName), text)
	imported := []*tfprotov5.ImportedResource{{TypeName: request.TypeName, State: state}}
	return &tfprotov5.ImportResourceStateResponse{ImportedResources: imported}, err
}

func (p *provider) ValidateDataSourceConfig(
	context.Context, *tfprotov5.ValidateDataSourceConfigRequest,
) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (p *provider) ReadDataSource(
	_ context.Context, request *tfprotov5.ReadDataSourceRequest,
) (*tfprotov5.ReadDataSourceResponse, error) {
	kind := p.protocol.DataSourceSchemas[request.TypeName].ValueType()
	config, err := request.Config.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	attributes, err := toJSON(config)
	if err != nil {
		return nil, err
	}
	text, err := p.server.data(request.TypeName, attributes)
	if err != nil {
		return &tfprotov5.ReadDataSourceResponse{State: request.Config, Diagnostics: failure("reading "+request.TypeName, err)}, nil
	}
	state, err := dynamic(kind, text)
	return &tfprotov5.ReadDataSourceResponse{State: state}, err
}

func (p *provider) resourceType(name string) tftypes.Type {
	return p.protocol.ResourceSchemas[name].ValueType()
}

func identifier(state tftypes.Value) string {
	id, _ := child(state, "id")
	return as[string](id)
}

func dynamic(kind tftypes.Type, text []byte) (*tfprotov5.DynamicValue, error) {
	value, err := tftypes.ValueFromJSON(text, kind) //nolint:staticcheck
	if err != nil {
		return nil, err
	}
	result, err := tfprotov5.NewDynamicValue(kind, value)
	return &result, err
}

// failure is an error as the provider would report it: what it says itself of an answer has no code, and stands alone.
func failure(doing string, err error) []*tfprotov5.Diagnostic {
	var refused *apiError
	if errors.As(err, &refused) && refused.Code == "" {
		return []*tfprotov5.Diagnostic{problem(refused.Message, "", nil)}
	}
	return []*tfprotov5.Diagnostic{problem(fmt.Sprintf("%s: %s", doing, err), "", nil)}
}
