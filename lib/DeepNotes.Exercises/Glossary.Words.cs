namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 54, 61 to 65 and 70: counts, distributed representations, word vectors.
    private static Term[] Words =>
    [
        new("one-hot vector", "원-핫 벡터", "A vector with a 1 in the place of a word and 0 elsewhere: every two words are equally far apart.", ["19"], "Vocabulary", 61),
        new("distributed representation", "분산 표현", "A thing as a pattern over many features, each of which many things share.", ["19", "20"], "Embedding", 61),
        new("exponential advantage", "지수적 이점", "n features that combine tell up to 2ⁿ things apart, n cells of their own only n; k folds make 2ᵏ pieces.", ["19"], "", 70),
        new("n-gram", "n-그램", "A string of n tokens; an n-gram model predicts the last from the others by counts.", ["19"], "NGramModel", 54),
        new("smoothing", "평활화", "Taking probability from strings that were counted for those that were not.", ["19"], "Smoothing", 54),
        new("Kneser–Ney smoothing", "크네저-나이 평활화", "Counts less a discount; what is left goes to words by the number of places where they stand.", ["19"], "Smoothing.KneserNey", 54),
        new("curse of dimensionality", "차원의 저주", "V words have Vⁿ strings of n: no text holds a noticeable part of them.", ["19"], "NGramCounts.UnseenRate", 63),
        new("neural probabilistic language model", "신경 확률 언어 모델", "A network that reads the vectors of the words before and scores the next one.", ["19"], "NeuralProbabilisticLanguageModel", 64),
        new("embedding", "임베딩", "A table of vectors, one row per word, learned with the rest of the network.", ["19", "20"], "Embedding", 64),
        new("distributional hypothesis", "분포 가설", "Words that stand in the same company mean similar things.", ["20"], "Cooccurrence", 62),
        new("pointwise mutual information (PMI)", "점별 상호 정보량", "The logarithm of how much more often two words come together than by chance.", ["20"], "Cooccurrence.Pmi", 62),
        new("truncated singular value decomposition", "절단 특잇값 분해", "The best approximation of a matrix by few dimensions.", ["20"], "TruncatedSvd", 62),
        new("word vector", "단어 벡터", "A word as a point whose direction says in which company the word stands.", ["20"], "WordVectors", 65),
        new("skip-gram", "스킵그램", "Word vectors learned by predicting each neighbour from the word.", ["20"], "Word2Vec", 65),
        new("continuous bag of words (CBOW)", "연속 단어 가방", "Word vectors learned by predicting a word from the mean of its neighbours.", ["20"], "Word2VecOptions.Cbow", 65),
        new("negative sampling", "네거티브 샘플링", "Telling the true neighbour from a few drawn words, in place of a softmax over all.", ["20"], "Word2VecOptions.Negative", 65),
        new("hierarchical softmax", "계층적 소프트맥스", "A word's probability as a product of yes-or-no decisions down a tree.", ["20"], "Huffman", 65),
        new("word analogy", "단어 유추", "a is to b as c is to d: the difference of the vectors is the same.", ["20"], "WordVectors.Analogy", 65),
    ];
}
