import Testing

@Suite struct VocabularyTests {
}
