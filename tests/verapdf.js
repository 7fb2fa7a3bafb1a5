// Judges PDFs with veraPDF: one line of JSON for each, with every place where it breaks a rule.
// Run by tests/verapdf.py with Rhino's shell, which veraPDF has in its jar for its own rules: nothing to compile.
const {Foundries, flavours: {PDFAFlavour}} = Packages.org.verapdf.pdfa;
const FLAVOURS = ["ua1", "2a"];

Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();

function judge(path) {
    try {
        return FLAVOURS.map(name => broken(path, name)).reduce((all, some) => all.concat(some));
    } catch (error) {
        return [{rule: "cannot be judged", where: String(error)}];
    }
}

function broken(path, name) {
    const flavour = PDFAFlavour.byFlavourId(name);
    const parser = Foundries.defaultInstance().createParser(new java.io.File(path), flavour);
    try {
        const result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
        const places = result.getTestAssertions().toArray().map(assertion => place(name, assertion));
        return result.isCompliant() || places.length ? places : [{rule: name, where: "not compliant"}];
    } finally {
        parser.close();
    }
}

function place(name, assertion) {
    const id = assertion.getRuleId();
    return {
        rule: `${name} ${id.getClause()}-${id.getTestNumber()}: ${assertion.getMessage()}`,
        where: String(assertion.getLocation().getContext()),
    };
}

arguments.forEach(path => print(JSON.stringify(judge(path))));
