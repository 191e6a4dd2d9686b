// The module Vault.
