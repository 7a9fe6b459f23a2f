package files

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
)

const root = "/srv/files"

func download(w http.ResponseWriter, r *http.Request) {
	name := filepath.Join(root, r.URL.Query().Get("name"))
	file, err := os.Open(name) // assay: path-traversal
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	io.Copy(w, file)
}

func show(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, root+"/"+r.FormValue("page")) // assay: path-traversal
}
