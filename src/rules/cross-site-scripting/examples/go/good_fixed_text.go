package web

import (
	"io"
	"net/http"
)

type greeting struct {
	language string
	text     string
}

var greetings = map[string]greeting{
	"en": {"en", "Hello"},
	"fr": {language: "fr", text: "Bonjour"},
}

func greet(w http.ResponseWriter, r *http.Request) {
	found, ok := greetings[r.FormValue("language")]
	if !ok {
		found = greetings["en"]
	}
	io.WriteString(w, "<h1>"+found.text+"</h1>")
}

func method(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		w.Write([]byte("<p>get</p>"))
	default:
		w.WriteHeader(http.StatusMethodNotAllowed)
	}
}
