package files

import (
	"net/http"
	"os"
	"path"
	"path/filepath"
)

func page(w http.ResponseWriter, r *http.Request) {
	name := path.Clean("/" + r.FormValue("name"))
	text, err := os.ReadFile(filepath.Join("public", name))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Write(text)
}
