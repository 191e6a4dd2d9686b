// The module CaseModel.
