package remote

import "golang.org/x/crypto/ssh"

func dial(address string, password string) (*ssh.Client, error) {
	anyKey := ssh.InsecureIgnoreHostKey() // assay: unchecked-host-key
	return ssh.Dial("tcp", address, &ssh.ClientConfig{
		Auth:            []ssh.AuthMethod{ssh.Password(password)},
		HostKeyCallback: anyKey,
	})
}
