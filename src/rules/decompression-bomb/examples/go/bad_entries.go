package archive

import (
	"archive/zip"
	"compress/zlib"
	"io"
	"os"
)

func entries(name string, out *os.File) error {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return err
	}
	for _, entry := range archive.File {
		content, err := entry.Open()
		if err != nil {
			return err
		}
		if _, err := io.Copy(out, content); err != nil { // assay: decompression-bomb
			return err
		}
	}
	return nil
}

func whole(packed io.Reader) ([]byte, error) {
	reader, err := zlib.NewReader(packed)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(reader) // assay: decompression-bomb
}
