package client

import "crypto/tls"

func plain(name string) *tls.Config {
	return &tls.Config{ServerName: name}
}

func newest(name string) *tls.Config {
	return &tls.Config{ServerName: name, MinVersion: tls.VersionTLS13}
}
