package archive

import (
	"compress/gzip"
	"io"
)

func bounded(target io.Writer, packed io.Reader) error {
	reader, err := gzip.NewReader(packed)
	if err != nil {
		return err
	}
	_, err = io.CopyN(target, reader, 4096)
	return err
}

func plain(target io.Writer, source io.Reader) error {
	_, err := io.Copy(target, source)
	return err
}
