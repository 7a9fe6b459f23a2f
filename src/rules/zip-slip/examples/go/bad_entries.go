package archives

import (
	"archive/tar"
	"archive/zip"
	"io"
	"os"
	"path/filepath"
)

func unzip(reader *zip.Reader, target string) error {
	for _, file := range reader.File {
		if err := os.MkdirAll(filepath.Join(target, file.Name), 0o700); err != nil { // assay: zip-slip
			return err
		}
	}
	return nil
}

func untar(source io.Reader, target string) error {
	entries := tar.NewReader(source)
	for {
		header, err := entries.Next()
		if err != nil {
			return err
		}
		name := filepath.Join(target, header.Name)
		if _, err := os.Create(name); err != nil { // assay: zip-slip
			return err
		}
	}
}
