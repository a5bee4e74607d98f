# What the build fetches where it is missing, and in which version. A module that is installed already
# serves if it is at least this one.
# The archives of PowerShell and rustup are checked against the SHA-256 sums published beside them.
@{
    AwsCli           = '1.46.2'
    Boto3            = '1.44.5'
    CargoFuzz        = '0.13.1'
    Moto             = '5.2.5'
    Pester           = '5.7.1'
    PowerShell       = '7.6.5'
    PSScriptAnalyzer = '1.24.0'
    Rustup           = '1.28.2'
}
