package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
)

// endpointVariable names the address of the server that holds what is created.
const endpointVariable = "AWS_STAND_IN_ENDPOINT"

// server keeps the resources: a test's own, on the loopback interface. It speaks JSON, one object of attributes in each direction.
type server struct {
	address string
	region  string
}

// apiError is what the server refuses, with the code that EC2 or Auto Scaling has for it.
type apiError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	status  int
}

func (e *apiError) Error() string { return fmt.Sprintf("api error %s: %s", e.Code, e.Message) }

func isGone(err error) bool {
	var refused *apiError
	return errors.As(err, &refused) && refused.status == http.StatusNotFound
}

// newServer refuses whatever is not on this machine: nothing that a test plans may get out.
func newServer(address, region string) (*server, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "http" || !net.ParseIP(parsed.Hostname()).IsLoopback() {
		return nil, fmt.Errorf("%s must be an http address on the loopback interface, and is %q", endpointVariable, address)
	}
	return &server{address: address, region: region}, nil
}

func (s *server) resource(method, kind, id string, attributes json.RawMessage) (json.RawMessage, error) {
	path := "/resources/" + kind
	if id != "" {
		path += "/" + url.PathEscape(id)
	}
	return s.call(method, path, attributes)
}

func (s *server) data(kind string, attributes json.RawMessage) (json.RawMessage, error) {
	return s.call(http.MethodPost, "/data/"+kind, attributes)
}

func (s *server) call(method, path string, attributes json.RawMessage) (json.RawMessage, error) {
	body, err := json.Marshal(map[string]any{"region": s.region, "attributes": attributes})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(method, s.address+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode == http.StatusNoContent {
		return nil, nil
	}
	if response.StatusCode != http.StatusOK {
		refused := &apiError{status: response.StatusCode}
		if err := json.Unmarshal(text, refused); err != nil {
			return nil, fmt.Errorf("%s %s: %s: %s", method, path, response.Status, text)
		}
		return nil, refused
	}
	return text, nil
}
