package client

import "crypto/tls"

func settings() *tls.Config {
	return &tls.Config{ // assay: outdated-tls
		CipherSuites: []uint16{tls.TLS_RSA_WITH_RC4_128_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256},
	}
}

func later(config *tls.Config) {
	config.MinVersion = tls.VersionTLS10 // assay: outdated-tls
}
