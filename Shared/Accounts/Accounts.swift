// The module Accounts.
