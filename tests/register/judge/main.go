// The outside judge: Go's own packages for signed notes and transparency logs decide about our files. It shares no line
// with the product. Reads one JSON question a line, answers "ok" or "no: why" a line.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Key, Note, Old string
	Index          int64
	Entry          string
	Proof          []string
	Prefix         string
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var q question
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			fmt.Fprintln(out, "no:", err)
			continue
		}
		if err := judge(q); err != nil {
			fmt.Fprintln(out, "no:", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Fprintln(out, "ok")
		}
	}
}

func judge(q question) error {
	tree, err := head(q.Key, q.Note)
	if err != nil {
		return err
	}
	hashes, err := hashes(q.Proof)
	if err != nil {
		return err
	}
	if q.Old != "" {
		old, err := head(q.Key, q.Old)
		if err != nil {
			return err
		}
		if old.N == tree.N && old.Hash == tree.Hash {
			return nil
		}
		return tlog.CheckTree(tlog.TreeProof(hashes), tree.N, tree.Hash, old.N, old.Hash)
	}
	entry, err := base64.StdEncoding.DecodeString(q.Entry)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(tlog.RecordProof(hashes), tree.N, tree.Hash, q.Index, tlog.RecordHash(entry))
}

func head(key, signed string) (tlog.Tree, error) {
	var tree tlog.Tree
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return tree, err
	}
	opened, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tree, fmt.Errorf("not a checkpoint of this log")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tree, fmt.Errorf("bad root")
	}
	copy(tree.Hash[:], root)
	return tree, nil
}

func hashes(texts []string) ([]tlog.Hash, error) {
	var all []tlog.Hash
	for _, text := range texts {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return nil, err
		}
		all = append(all, hash)
	}
	return all, nil
}
