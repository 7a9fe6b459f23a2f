package web

import (
	"fmt"
	"io"
	"net/http"
)

func hello(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	fmt.Fprintf(w, "<h1>Hello %s</h1>", name) // assay: cross-site-scripting
}

func search(w http.ResponseWriter, r *http.Request) {
	page := "<p>Nothing found for " + r.FormValue("q") + "</p>"
	w.Write([]byte(page)) // assay: cross-site-scripting
}

func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4096))
	if err != nil {
		return
	}
	w.Header().Set("Content-Type", "text/html")
	io.WriteString(w, string(body)) // assay: cross-site-scripting
}
