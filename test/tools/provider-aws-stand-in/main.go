// Package main is a stand-in for the Terraform provider hashicorp/aws, for tests. It is not that provider and talks to no AWS.
//
// It serves a part of the provider's schema (schemas/aws.json, recovered from the bindings of cdktf) and behaves in plans as a table says
// (schemas/behaviour.json, each line with its source). What is created lives in a server of the test's own, at the address that AWS_STAND_IN_ENDPOINT
// names. See README.md for what that shows and what it does not.
package main

import (
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

func main() {
	standIn, err := newProvider()
	if err != nil {
		log.Fatal(err)
	}
	serve := func() tfprotov5.ProviderServer { return standIn }
	if err := tf5server.Serve("registry.terraform.io/hashicorp/aws", serve); err != nil {
		log.Fatal(err)
	}
}
