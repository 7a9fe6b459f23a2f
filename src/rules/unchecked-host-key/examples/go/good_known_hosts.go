package remote

import (
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

func settings(user string, file string) (*ssh.ClientConfig, error) {
	known, err := knownhosts.New(file)
	if err != nil {
		return nil, err
	}
	return &ssh.ClientConfig{User: user, HostKeyCallback: known}, nil
}
