namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 45 to 60: recurrent networks, attention, memory.
    private static Term[] Sequences =>
    [
        new("time-delay neural network (TDNN)", "시간 지연 신경망", "A network whose units see a short window of frames with the same weights at every moment.", ["13"], "TimeDelayNet", 45),
        new("speech recognition", "음성 인식", "Finding the words in a recording; its first step names the sound in each short frame.", ["13", "14"], "AcousticFrames", 71),
        new("recurrent neural network (RNN)", "순환 신경망", "A network that reads a sequence step by step and hands its state to itself.", ["13", "14"], "RNN", 46),
        new("hidden state", "은닉 상태", "The numbers that a recurrent network hands from one step to the next: its memory.", ["13", "14"], "RecurrentState", 46),
        new("unrolling in time", "시간 펼침", "Drawing each step of a recurrent network as a layer of its own, all with the same weights.", ["13"], "", 46),
        new("backpropagation through time (BPTT)", "시간 역전파", "Backpropagation through the unrolled network; the weights' gradients are sums over the steps.", ["13"], "Tensor.Backward", 47),
        new("truncated BPTT", "절단 시간 역전파", "The gradient is sent back a limited number of steps, while the state is carried on.", ["13", "14"], "TruncatedBptt", 48),
        new("gradient clipping", "기울기 클리핑", "Shortening a gradient that is longer than a limit, so that one steep place does not throw the weights away.", ["13", "07"], "Clip.GradNorm", 49),
        new("long short-term memory (LSTM)", "장단기 기억", "A recurrent unit with a cell that is kept, written and read through gates.", ["14"], "LSTM", 50),
        new("cell state", "셀 상태", "The LSTM's memory: a sum that passes from step to step with the factor of the forget gate.", ["14"], "RecurrentState.C", 50),
        new("forget gate", "망각 게이트", "How much of the cell's state is kept at a step, between 0 and 1.", ["14"], "LSTM", 50),
        new("input gate", "입력 게이트", "How much of the new candidate enters the cell.", ["14"], "LSTM", 50),
        new("output gate", "출력 게이트", "How much of the cell is shown to the rest of the network.", ["14"], "LSTM", 50),
        new("gated recurrent unit (GRU)", "게이트 순환 유닛", "A recurrent unit with two gates, reset and update, and no separate cell.", ["14"], "GRU", 51),
        new("gating mechanism", "게이트 메커니즘", "A learned factor between 0 and 1 that lets a signal through or holds it back.", ["14"], "", 51),
        new("long-term dependency", "장기 의존성", "An answer that rests on an input many steps back.", ["13", "14"], "SequenceTasks.Adding", 52),
        new("bidirectional RNN", "양방향 순환 신경망", "Two recurrent networks, one reading from the end, whose states are joined.", ["14"], "RecurrentOptions.Bidirectional", 53),
        new("stacked RNN", "다층 순환 신경망", "Recurrent layers on top of each other, each reading the states of the one below.", ["14"], "RecurrentOptions.Layers", 53),
        new("language model", "언어 모델", "A model of which token comes next, given all before it.", ["14"], "LanguageModel", 54),
        new("perplexity", "혼란도", "The exponential of the mean loss: among how many equally likely tokens the model hesitates.", ["14"], "Perplexity.Of", 54),
        new("sampling temperature", "샘플링 온도", "Divides the scores before the softmax: above 1 bolder, below 1 more careful.", ["14"], "Sampler", 54),
        new("encoder–decoder", "인코더-디코더", "One network reads a sequence into a state, another writes a sequence from it.", ["15"], "EncoderDecoder", 55),
        new("thought vector", "사고 벡터", "The state in which the encoder hands over all that it has read.", ["15"], "Encoded", 55),
        new("teacher forcing", "교사 강요", "While it learns, the decoder reads the right token before each step, not its own.", ["15"], "EncoderDecoder.Loss", 55),
        new("machine translation", "기계 번역", "A sequence in one language in, the same in another out.", ["15"], "PhrasePairs", 55),
        new("greedy decoding", "탐욕 디코딩", "Writing the most likely token at every step, without looking further.", ["15"], "EncoderDecoder.Greedy", 55),
        new("beam search", "빔 서치", "Keeping the few most likely half-written answers at every step.", ["15"], "BeamSearch", 55),
        new("attention", "어텐션", "A mean of the source's states whose weights are chosen anew at every step.", ["15", "16"], "Attention.Read", 56),
        new("query, key, value", "쿼리, 키, 값", "What is looked for, what it is compared with, and what is read where they fit.", ["15"], "Attention.ScaledDotProduct", 56),
        new("attention map", "어텐션 맵", "The weights as a picture: a row for each token written, a column for each token read.", ["15"], "EncoderDecoder.Decode", 56),
        new("image captioning", "이미지 캡션", "A convolutional encoder sees a picture, a recurrent decoder writes a sentence about it.", ["15"], "CaptionNet", 57),
        new("recursive neural network", "재귀 신경망", "A network that combines the states of a tree's branches into the state of their node.", ["16"], "RecursiveNet", 58),
        new("Tree-LSTM", "트리 LSTM", "An LSTM along the branches of a tree, with a forget gate for each.", ["16"], "TreeLSTM", 58),
        new("Neural Turing machine (NTM)", "신경 튜링 머신", "A network with a memory that it reads and writes through addresses it computes.", ["16"], "NeuralTuringMachine", 59),
        new("content addressing", "내용 기반 주소 지정", "Looking where a row of the memory resembles a key.", ["16"], "TuringHead.Similarity", 59),
        new("location addressing", "위치 기반 주소 지정", "Going on from the last address by a step to either side.", ["16"], "TuringHead.Shift", 59),
        new("memory network", "메모리 네트워크", "A network that keeps what it was told as separate vectors and looks some up to answer.", ["16"], "MemN2N", 60),
        new("hop", "홉", "One look-up of a memory network; its result is added to the question for the next.", ["16"], "MemN2NOptions.Hops", 60),
        new("sequence autoencoder", "시퀀스 오토인코더", "An encoder–decoder that must write what it has read, so that its vector holds all of it.", ["15", "21"], "SequenceAutoencoder", 69),
    ];
}
