// A misspelt feature name in the manifest is accepted in silence, so one file asks for each rule.

#if !hasFeature(ExistentialAny) || !hasFeature(ImmutableWeakCaptures)
    #error("a house rule is off: look for a misspelling in Package.swift")
#endif
#if !hasFeature(InferIsolatedConformances) || !hasFeature(InternalImportsByDefault)
    #error("a house rule is off: look for a misspelling in Package.swift")
#endif
#if !hasFeature(MemberImportVisibility) || !hasFeature(NonisolatedNonsendingByDefault)
    #error("a house rule is off: look for a misspelling in Package.swift")
#endif
#if !hasFeature(StrictMemorySafety)
    #error("a house rule is off: look for a misspelling in Package.swift")
#endif
