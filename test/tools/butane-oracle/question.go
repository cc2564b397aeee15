package main

import (
	"fmt"

	butane "github.com/coreos/butane/config"
	"github.com/coreos/butane/config/common"
	ignition "github.com/coreos/ignition/v2/config"
	"github.com/coreos/vcontext/report"
)

// question is one config to be judged.
type question struct {
	ID   int    `json:"id"`
	Kind string `json:"kind"` // "butane" or "ignition"
	Text []byte `json:"text"` // in base64
	// Of Butane alone: the options --files-dir and --pretty.
	FilesDir string `json:"filesDir"`
	Pretty   bool   `json:"pretty"`
}

// answer is what the real tool says to it.
type answer struct {
	ID int `json:"id"`
	// Whether the tool would exit with 0.
	OK bool `json:"ok"`
	// The error beside the report; absent where there is none.
	Error string `json:"error,omitempty"`
	// What Go said as it gave up; then there is nothing else.
	Panic string `json:"panic,omitempty"`
	// The translated config, without the newline at its end.
	JSON    string  `json:"json,omitempty"`
	Reports []entry `json:"reports"`
	// The report as the tools print it, with --raw-errors.
	Raw string `json:"raw"`
}

type entry struct {
	Kind string `json:"kind"`
	Path string `json:"path"`
	// 0 where the entry has no position.
	Line    int64  `json:"line"`
	Column  int64  `json:"column"`
	Message string `json:"message"`
}

func (q question) answer() (a answer) {
	defer func() {
		if reason := recover(); reason != nil {
			a = answer{ID: q.ID, Panic: fmt.Sprint(reason), Reports: []entry{}}
		}
	}()
	switch q.Kind {
	case "butane":
		json, found, err := q.translate()
		return answered(q.ID, string(json), found, err)
	case "ignition":
		_, found, err := ignition.Parse(q.Text)
		return answered(q.ID, "", found, err)
	}
	return answer{ID: q.ID, Panic: fmt.Sprintf("no kind %q", q.Kind), Reports: []entry{}}
}

func (q question) translate() ([]byte, report.Report, error) {
	return butane.TranslateBytes(q.Text, common.TranslateBytesOptions{
		TranslateOptions: common.TranslateOptions{FilesDir: q.FilesDir},
		Pretty:           q.Pretty,
	})
}

func answered(id int, json string, found report.Report, err error) answer {
	a := answer{ID: id, OK: err == nil && !found.IsFatal(), Reports: make([]entry, 0, len(found.Entries)), Raw: found.String()}
	if err != nil {
		a.Error = err.Error()
	} else {
		a.JSON = json
	}
	for _, e := range found.Entries {
		one := entry{Kind: e.Kind.String(), Path: e.Context.String(), Message: e.Message}
		if e.Marker.StartP != nil {
			one.Line, one.Column = e.Marker.StartP.Line, e.Marker.StartP.Column
		}
		a.Reports = append(a.Reports, one)
	}
	return a
}
