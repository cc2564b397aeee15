package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// provider answers Terraform. What it does not answer (functions, data sources, identities) the schema does not offer.
type provider struct {
	tfprotov6.ProviderServer
	schemas  schemas
	table    table
	protocol *tfprotov6.GetProviderSchemaResponse
	host     *host
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
	protocol := &tfprotov6.GetProviderSchemaResponse{ResourceSchemas: map[string]*tfprotov6.Schema{}}
	if protocol.Provider, err = all.Provider.protocol(providerDescription); err != nil {
		return nil, err
	}
	for name, s := range all.Resources {
		if protocol.ResourceSchemas[name], err = s.protocol(""); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return &provider{schemas: all, table: rows, protocol: protocol}, nil
}

func (p *provider) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	result := &tfprotov6.GetMetadataResponse{}
	for name := range p.schemas.Resources {
		result.Resources = append(result.Resources, tfprotov6.ResourceMetadata{TypeName: name})
	}
	return result, nil
}

func (p *provider) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return p.protocol, nil
}

func (p *provider) GetResourceIdentitySchemas(
	context.Context, *tfprotov6.GetResourceIdentitySchemasRequest,
) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (p *provider) GetFunctions(context.Context, *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return &tfprotov6.GetFunctionsResponse{}, nil
}

func (p *provider) ValidateProviderConfig(
	_ context.Context, request *tfprotov6.ValidateProviderConfigRequest,
) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (p *provider) ConfigureProvider(
	context.Context, *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	file := os.Getenv(hostVariable)
	if file == "" {
		err := fail("no host", "this is not the real provider but a stand-in for it in tests: %s must name a file", hostVariable)
		return &tfprotov6.ConfigureProviderResponse{Diagnostics: diagnostics(err)}, nil
	}
	p.host = &host{file: file}
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (p *provider) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (p *provider) ValidateResourceConfig(
	context.Context, *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (p *provider) UpgradeResourceState(
	_ context.Context, request *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	state, err := request.RawState.Unmarshal(p.typeOf(request.TypeName))
	if err != nil {
		return nil, err
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: dynamic(state)}, nil
}

func (p *provider) ReadResource(
	_ context.Context, request *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	t := p.typeOf(request.TypeName)
	state, err := request.CurrentState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	k := kinds[request.TypeName]
	read := tftypes.NewValue(t, nil)
	err = p.host.change(func(h *hosted) error {
		if o, ok := h.find(request.TypeName, text(child(state, k.identifier))); ok {
			read = k.read(h, state, o)
		}
		return nil
	})
	return &tfprotov6.ReadResourceResponse{NewState: dynamic(read)}, err
}

func (p *provider) PlanResourceChange(
	_ context.Context, request *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	t := p.typeOf(request.TypeName)
	prior, err := request.PriorState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	config, err := request.Config.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	proposed, err := request.ProposedNewState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	all := p.schemas.Resources[request.TypeName].Block.Attributes
	planned, replaced, err := plan(all, p.table[request.TypeName], prior, config, proposed)
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: dynamic(planned), RequiresReplace: replaced}, err
}

func (p *provider) ApplyResourceChange(
	_ context.Context, request *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	t := p.typeOf(request.TypeName)
	prior, err := request.PriorState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	planned, err := request.PlannedState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	state := prior
	err = p.host.change(func(h *hosted) (failed error) {
		state, failed = kinds[request.TypeName].apply(h, request.TypeName, prior, planned)
		return failed
	})
	return &tfprotov6.ApplyResourceChangeResponse{NewState: dynamic(state), Diagnostics: diagnostics(err)}, nil
}

// apply gives the state afterwards: after an error that of before.
func (k kind) apply(h *hosted, name string, prior, planned tftypes.Value) (tftypes.Value, error) {
	if prior.IsNull() {
		state, err := k.create(h, planned)
		if err != nil {
			return prior, err
		}
		return state, nil
	}
	o, ok := h.find(name, text(child(prior, k.identifier)))
	if planned.IsNull() {
		if ok {
			k.delete(h, prior, o)
		}
		return planned, nil
	}
	if !ok {
		return prior, fail("Not Found", "%s is gone", text(child(prior, k.identifier)))
	}
	return k.update(h, prior, planned, o)
}

func (p *provider) typeOf(name string) tftypes.Type {
	return p.protocol.ResourceSchemas[name].ValueType()
}

func dynamic(v tftypes.Value) *tfprotov6.DynamicValue {
	result, err := tfprotov6.NewDynamicValue(v.Type(), v)
	must(err)
	return &result
}

func diagnostics(err error) []*tfprotov6.Diagnostic {
	if err == nil {
		return nil
	}
	severity, summary, detail := tfprotov6.DiagnosticSeverityError, err.Error(), ""
	var reported *failure
	if errors.As(err, &reported) {
		summary, detail = reported.summary, reported.detail
		if reported.isWarning {
			severity = tfprotov6.DiagnosticSeverityWarning
		}
	}
	return []*tfprotov6.Diagnostic{{Severity: severity, Summary: summary, Detail: detail}}
}
