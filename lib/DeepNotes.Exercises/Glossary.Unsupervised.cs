namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 22 and 66 to 69: learning without labels.
    private static Term[] Unsupervised =>
    [
        new("unsupervised learning", "비지도 학습", "Learning from examples without labels: what is likely, what goes together.", ["21", "22"], "", 66),
        new("autoencoder", "오토인코더", "A network that must give back its input through a narrow code.", ["21"], "Autoencoder", 66),
        new("bottleneck code", "병목 코드", "The few numbers in the middle of an autoencoder.", ["21"], "Autoencoder.Encoder", 66),
        new("principal component analysis (PCA)", "주성분 분석", "The directions in which data vary most; the best linear code.", ["21"], "Pca", 66),
        new("denoising autoencoder", "디노이징 오토인코더", "An autoencoder that is fed a spoiled input and asked for the clean one.", ["21"], "Corruption", 67),
        new("sparse autoencoder", "희소 오토인코더", "An autoencoder with a wide code of which few units may be on at a time.", ["21"], "CodePenalty.Sparsity", 66),
        new("contractive autoencoder", "수축 오토인코더", "An autoencoder that pays for every move its code makes when the input moves a little.", ["21"], "CodePenalty.Contraction", 66),
        new("signal-to-noise ratio", "신호 대 잡음비", "The power of a signal over that of its error, in decibels.", ["21"], "Corruption.SignalToNoise", 67),
        new("variational autoencoder (VAE)", "변분 오토인코더", "An autoencoder whose code is a distribution, and whose decoder turns drawn codes into new examples.", ["21"], "VariationalAutoencoder", 68),
        new("reparameterisation", "재매개변수화", "Writing a draw as mean plus deviation times noise, so that a gradient reaches both.", ["21"], "VariationalAutoencoder.Reparameterize", 68),
        new("evidence lower bound (ELBO)", "증거 하한", "A lower bound of log p(x): how well a draw of the code explains x, minus how far the code is from its prior.", ["21"], "VariationalAutoencoder.Loss", 68),
        new("Kullback–Leibler divergence", "쿨백-라이블러 발산", "How many nats it costs to take one distribution for another; never negative.", ["21"], "VariationalAutoencoder.Divergence", 68),
        new("manifold", "다양체", "The curved surface of few dimensions near which the data lie.", ["21"], "", 68),
        new("Boltzmann machine", "볼츠만 머신", "Binary units, every pair connected, whose states are as likely as their energy is low.", ["22"], "BoltzmannMachine", 22),
        new("restricted Boltzmann machine (RBM)", "제한된 볼츠만 머신", "A Boltzmann machine with connections only between visible and hidden units.", ["22"], "Rbm", 22),
        new("energy", "에너지", "A number per state; a state's probability is proportional to exp(−energy).", ["22"], "BoltzmannMachine.Energy", 22),
        new("free energy", "자유 에너지", "The energy of a visible state after the hidden units have been summed out.", ["22"], "Rbm.FreeEnergy", 22),
        new("partition function", "분배 함수", "The sum of exp(−energy) over all states, which makes probabilities add up to 1.", ["22"], "Rbm.LogPartition", 22),
        new("Gibbs sampling", "깁스 표집", "Drawing one group of units after another, each given the rest.", ["22"], "Rbm.Gibbs", 22),
        new("contrastive divergence (CD-k)", "대조적 발산", "Lowering the energy of the data and raising it where k Gibbs steps from them lead.", ["22"], "Rbm.ContrastiveDivergence", 22),
        new("persistent contrastive divergence (PCD)", "지속적 대조적 발산", "The same with chains that go on from update to update.", ["22"], "PersistentChains", 22),
        new("annealed importance sampling (AIS)", "담금질 중요도 표집", "An estimate of the partition function by chains led in small steps from independent units to the machine.", ["22"], "AnnealedImportance", 22),
        new("deep belief network (DBN)", "심층 신뢰 신경망", "Restricted Boltzmann machines on top of each other, trained one after another.", ["22"], "DeepBeliefNet", 22),
        new("unsupervised pre-training", "비지도 사전 훈련", "First weights learned layer by layer without labels, before backpropagation.", ["22"], "DeepBeliefNet.Pretrain", 22),
        new("fine-tuning", "미세 조정", "Going on with backpropagation from weights that were learned otherwise.", ["22"], "DeepBeliefNet.ToClassifier", 22),
    ];
}
