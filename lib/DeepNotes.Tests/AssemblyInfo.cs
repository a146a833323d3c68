// One test at a time: runners start processes of their own, an answer that is stopped is aborted, and a course keeps one score.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
