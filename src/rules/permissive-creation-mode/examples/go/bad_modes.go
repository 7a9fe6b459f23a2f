package files

import "os"

func save(name string, text []byte) error {
	return os.WriteFile(name, text, os.FileMode(0666)) // assay: permissive-creation-mode
}

func open(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_CREATE|os.O_WRONLY, os.ModePerm) // assay: permissive-creation-mode
}
