# What the build fetches where it is missing, and in which version. A module that is installed already
# serves if it is at least this one.
# The archives of PowerShell and rustup are checked against the SHA-256 sums published beside them.
@{
    Moto             = '5.2.5'
    Pester           = '5.7.1'
    PowerShell       = '7.6.5'
    PSScriptAnalyzer = '1.24.0'
    Rustup           = '1.28.2'
}
