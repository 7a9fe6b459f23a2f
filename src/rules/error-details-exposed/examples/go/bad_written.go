package web

import (
	"fmt"
	"net/http"
	"runtime/debug"
)

func printed(w http.ResponseWriter, r *http.Request) {
	if err := save(r.Context()); err != nil {
		fmt.Fprintf(w, "failed: %v", err) // assay: error-details-exposed
	}
}

func recovered(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if problem := recover(); problem != nil {
			w.Write(debug.Stack()) // assay: error-details-exposed
		}
	}()
	work(r)
}
