import CaseModel
import Web

/// A receipt code where it is shown, once. Printed, the page shows the code alone.
enum ReceiptText {
    static func code(_ code: ReceiptCode) -> HTML {
        .p([.class("receipt")], .bdi([.dir(.leftToRight)], .code([.id("receipt-code")], .text(code.printed))))
    }
}
