// Drives a credential helper through every verb with docker's own library: helper HELPER HOST OTHER, where the helper
// gets a login for HOST, and knows none for OTHER.
package main

import (
	"fmt"
	"os"

	"github.com/docker/docker-credential-helpers/client"
	"github.com/docker/docker-credential-helpers/credentials"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: helper HELPER HOST OTHER")
		os.Exit(2)
	}
	if err := drive(client.NewShellProgramFunc(os.Args[1]), os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("every verb is as docker's library wants it")
}

func drive(helper client.ProgramFunc, host, other string) error {
	got, err := client.Get(helper, host)
	if err != nil {
		return err
	}
	if got.Username != "AWS" || got.Secret == "" || got.ServerURL != host {
		return fmt.Errorf("get of %s gave the user %q of %q", host, got.Username, got.ServerURL)
	}
	if _, err := client.Get(helper, other); !credentials.IsErrCredentialsNotFound(err) {
		return fmt.Errorf("get of %s gave %v in place of not found", other, err)
	}
	if _, err := client.Get(helper, ""); err == nil || credentials.IsErrCredentialsNotFound(err) {
		return fmt.Errorf("get of nothing gave %v", err)
	}
	if err := keeps(helper, &credentials.Credentials{ServerURL: host, Username: "AWS", Secret: "handed in \" \\ \u00e4"}); err != nil {
		return err
	}
	if err := keeps(helper, &credentials.Credentials{ServerURL: other, Username: "me", Secret: "theirs"}); err != nil {
		return err
	}
	if err := client.Store(helper, &credentials.Credentials{ServerURL: host, Secret: "x"}); err == nil {
		return fmt.Errorf("a login without a user name was kept")
	}
	return nil
}

// Whether a login is there after it was stored, and gone after it was erased, twice as docker does it.
func keeps(helper client.ProgramFunc, login *credentials.Credentials) error {
	server := login.ServerURL
	if err := client.Store(helper, login); err != nil {
		return err
	}
	got, err := client.Get(helper, server)
	if err != nil {
		return err
	}
	if got.Username != login.Username || got.Secret != login.Secret {
		return fmt.Errorf("get of %s gave another login than was stored", server)
	}
	listed, err := client.List(helper)
	if err != nil {
		return err
	}
	if listed[server] != login.Username {
		return fmt.Errorf("list leaves out %s", server)
	}
	for i := 0; i < 2; i++ {
		if err := client.Erase(helper, server); err != nil {
			return err
		}
	}
	listed, err = client.List(helper)
	if err != nil {
		return err
	}
	if _, there := listed[server]; there {
		return fmt.Errorf("%s is still listed", server)
	}
	return nil
}
