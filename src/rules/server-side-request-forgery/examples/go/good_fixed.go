package fetch

import (
	"net/http"
	"net/url"
)

func search(r *http.Request) (*http.Response, error) {
	return http.Get("https://search.example.com/?q=" + url.QueryEscape(r.FormValue("q")))
}
