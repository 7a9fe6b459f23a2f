package files

import (
	"net/http"
	"os"
	"path/filepath"
)

func local(r *http.Request) error {
	name := r.FormValue("name")
	if !filepath.IsLocal(name) {
		return os.ErrInvalid
	}
	return os.Remove(filepath.Join("/srv", name))
}

func rooted(r *http.Request) error {
	root, err := os.OpenRoot("/srv/files")
	if err != nil {
		return err
	}
	file, err := root.Open(r.FormValue("name"))
	if err != nil {
		return err
	}
	return file.Close()
}
