package files

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

const root = "/srv/files"

func download(w http.ResponseWriter, r *http.Request) {
	name := filepath.Base(r.FormValue("name"))
	http.ServeFile(w, r, filepath.Join(root, name))
}

func inside(w http.ResponseWriter, r *http.Request) {
	path := filepath.Clean(filepath.Join(root, r.FormValue("name")))
	if !strings.HasPrefix(path, root+"/") {
		http.NotFound(w, r)
		return
	}
	os.Remove(path)
}

func withoutDots(r *http.Request) ([]byte, error) {
	name := r.FormValue("name")
	if strings.Contains(name, "..") {
		return nil, os.ErrNotExist
	}
	return os.ReadFile(root + "/" + name)
}
