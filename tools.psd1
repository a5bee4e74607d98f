# What the build fetches where it is missing, and in which version: from the mirror (build.sh says what that is), else from
# its publisher. A module of PowerShell that is installed already serves if it is at least this one.
# Every archive is checked: against SHA256SUMS of the mirror, or the sums that its publisher has beside it.
# Programs in Go are compiled from the source that the Go module proxy has, which Go checks by its sum database.
@{
    AmazonHelper     = '0.12.0'
    AwsCli           = '1.46.2'
    Boto3            = '1.44.5'
    CargoFuzz        = '0.13.1'
    Crane            = '0.22.1'
    DotNetSdk        = '10.0.401'
    Helm             = '3.22.0'
    KubernetesEcr    = '1.37.1'
    Moto             = '5.2.5'
    Nerdctl          = '2.2.1'
    Oras             = '1.3.6'
    Pester           = '6.2.0'
    PowerShell       = '7.6.9'
    PSScriptAnalyzer = '1.24.0'
    Rust             = '1.95.0'
    Rustup           = '1.28.2'
}
