// Package main is a stand-in for version 0.9.7 of the Terraform provider dmacvicar/libvirt, for tests. It is not that provider and talks to no libvirt.
//
// It serves a part of the provider's schema (schemas/libvirt.json) and plans as a table says (schemas/behaviour.json, each line with its source). What
// is created, and what happened to each domain, stands in a file that LIBVIRT_STAND_IN_HOST names. See README.md for what that shows and what it
// does not.
package main

import (
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

func main() {
	standIn, err := newProvider()
	if err != nil {
		log.Fatal(err)
	}
	serve := func() tfprotov6.ProviderServer { return standIn }
	if err := tf6server.Serve("registry.terraform.io/dmacvicar/libvirt", serve); err != nil {
		log.Fatal(err)
	}
}
