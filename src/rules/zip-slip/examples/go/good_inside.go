package archives

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

func prefixed(reader *zip.Reader, target string) error {
	for _, file := range reader.File {
		name := filepath.Join(target, file.Name)
		if !strings.HasPrefix(name, filepath.Clean(target)+string(os.PathSeparator)) {
			return errors.New("outside of the target")
		}
		if _, err := os.Create(name); err != nil {
			return err
		}
	}
	return nil
}

func local(reader *zip.Reader, target string) error {
	for _, file := range reader.File {
		if !filepath.IsLocal(file.Name) {
			continue
		}
		if _, err := os.Create(filepath.Join(target, file.Name)); err != nil {
			return err
		}
	}
	return nil
}

func withoutDots(reader *zip.Reader, target string) error {
	for _, file := range reader.File {
		if strings.Contains(file.Name, "..") {
			return errors.New("outside of the target")
		}
		if _, err := os.Create(filepath.Join(target, file.Name)); err != nil {
			return err
		}
	}
	return nil
}
