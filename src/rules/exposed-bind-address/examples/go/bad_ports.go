package server

import "net"

func everywhere() (net.Listener, error) {
	return net.Listen("tcp", ":2000") // assay: exposed-bind-address
}

func here() (net.Listener, error) {
	return net.Listen("tcp", "127.0.0.1:2000")
}
