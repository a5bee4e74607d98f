# What has to be on a machine for a login.

function Measure-Size {
    param([hashtable] $Tools, [string] $Python, [string] $Package)

    New-Figure 'The library' (Get-Size $Tools.Library) -Goal (New-Goal 7 Ours) -Unit MB
    $goal = New-Goal 7 Ours
    if ($Tools['AmazonHelper']) {
        New-Comparison "The credential helper's size, against Amazon's" (Get-Size $Tools.Helper) (Get-Size $Tools.AmazonHelper) -Goal $goal -Unit MB -Headline
    } else {
        New-Figure "The credential helper's size" (Get-Size $Tools.Helper) -Goal $goal -Unit MB
    }
    if ($Python) {
        $packages = & $Python -c "import awscli, os; print(os.path.dirname(os.path.dirname(awscli.__file__)))"
        $parts = foreach ($name in 'awscli', 'botocore', 's3transfer') { Join-Path $packages $name }
        New-Comparison 'The module as it is built here, against what awscli brings' (Get-Size $Tools.Module) (Get-Size $parts) -Unit MB
    }
    if ($Package) { New-Figure 'The .nupkg, for all systems' (Get-Size $Package) -Goal (New-Goal 40 Ours) -Unit MB }
}

# Megabytes of files and folders.
function Get-Size {
    param([string[]] $Path)

    $files = Get-ChildItem -LiteralPath $Path -Recurse -File
    ($files | Measure-Object -Property Length -Sum).Sum / 1e6
}
