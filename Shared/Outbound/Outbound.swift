// The module Outbound.
