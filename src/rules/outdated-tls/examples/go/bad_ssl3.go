package client

import (
	"crypto/tls"
	"net/http"
)

func oldClient() *http.Client {
	lowest := tls.VersionSSL30
	settings := &tls.Config{MinVersion: uint16(lowest), ServerName: "example.org"} // assay: outdated-tls
	return &http.Client{Transport: &http.Transport{TLSClientConfig: settings}}
}
